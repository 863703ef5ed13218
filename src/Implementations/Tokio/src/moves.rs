//! What each async block takes along, as Rust's `async move` would: what it or a block inside it uses up.
use crate::program::{Action, Choice, Statement};
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub struct Moves {
    /// The computations by name.
    pub ids: HashMap<String, usize>,
    /// Their names, by number.
    pub names: Vec<String>,
    /// What each body takes along from the bodies around it, in the order of its first mention.
    pub captures: Vec<Vec<usize>>,
    /// Async blocks that wait for nothing, but give way.
    pub timeless: HashSet<usize>,
    maker: HashMap<usize, usize>,
}

impl Moves {
    pub fn of(main: &[Statement]) -> Self {
        let mut moves = Moves { names: vec!["main".into()], captures: vec![vec![]], ..Moves::default() };
        moves.block(main, &mut vec![0]);
        moves
    }

    fn block(&mut self, statements: &[Statement], bodies: &mut Vec<usize>) {
        for statement in statements {
            for name in statement.action.uses() {
                self.capture(self.ids[name], bodies);
            }
            if let Some((id, name)) = statement.action.defines() {
                self.define(id, name, *bodies.last().unwrap());
            }
            if let Action::Async { id, body, .. } = &statement.action {
                if body.iter().all(is_timeless) {
                    self.timeless.insert(*id);
                }
            }
            match &statement.action {
                Action::Async { id, body, .. } | Action::Blocking { id, body, .. } => {
                    bodies.push(*id);
                    self.block(body, bodies);
                    bodies.pop();
                }
                Action::Select { choice: Choice::Block { body, .. }, .. }
                | Action::SelectBiased { choice: Choice::Block { body, .. }, .. } => self.block(body, bodies),
                Action::Try { body, handler, .. } => {
                    self.block(body, bodies);
                    self.block(handler, bodies);
                }
                _ => {}
            }
        }
    }

    fn define(&mut self, id: usize, name: &str, maker: usize) {
        if self.names.len() <= id {
            self.names.resize(id + 1, String::new());
            self.captures.resize(id + 1, vec![]);
        }
        self.names[id] = name.into();
        self.ids.insert(name.into(), id);
        self.maker.insert(id, maker);
    }

    fn capture(&mut self, id: usize, bodies: &[usize]) {
        for &body in bodies.iter().rev().take_while(|&&body| body != self.maker[&id]) {
            if !self.captures[body].contains(&id) {
                self.captures[body].push(id);
            }
        }
    }
}

fn is_timeless(statement: &Statement) -> bool {
    matches!(
        &statement.action,
        Action::Log { .. }
            | Action::Let { .. }
            | Action::Add { .. }
            | Action::Yield
            | Action::Compute { .. }
            | Action::InPlace { .. }
            | Action::Return { .. }
            | Action::Throw { .. }
            | Action::Panic { .. }
            | Action::Defer { .. }
    )
}
