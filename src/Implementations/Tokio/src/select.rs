//! Selects. Where branches can be disabled it is Tokio's macro that evaluates conditions and expressions, polls and refutes.
use crate::{
    combine::{self, MOST},
    frame::Frame,
    outcome::Outcome,
    program::{Action, Choice, Statement},
};
use futures_util::future::{BoxFuture, FutureExt};
use serde_json::{json, Value};

/// Tokio's macro with so many branches, biased or not, with or without `else`.
macro_rules! select {
    ($branches:expr, [$($biased:ident)?], [$($otherwise:tt)*], $($name:ident)+) => {
        tokio::select! {
            $($biased;)?
            $(Some($name) = $branches.expression(), if $branches.condition() => Some($name),)+
            $($otherwise)*
        }
    };
}

macro_rules! by_count {
    ($branches:expr, $biased:tt, $otherwise:tt) => {
        by_count!($branches, $biased, $otherwise: (a)(a b)(a b c)(a b c d)(a b c d e)(a b c d e f)(a b c d e f g)(a b c d e f g h))
    };
    ($branches:expr, $biased:tt, $otherwise:tt: $(($($name:ident)+))+) => {
        match $branches.count {
            $(count if count == [$(stringify!($name)),+].len() => select!($branches, $biased, $otherwise, $($name)+),)+
            _ => unreachable!("no more than {MOST}"),
        }
    };
}

/// What comes of a select of either kind.
pub async fn choose(frame: &mut Frame, choice: &Choice, site: i32, biased: bool) -> Outcome {
    match choice {
        Choice::Plain { targets } if biased => combine::select_biased(frame.all(targets, site)).await,
        Choice::Plain { targets } => combine::select(frame.all(targets, site)).await,
        Choice::Block { body, otherwise } => {
            let winner = Branches::of(frame, body, site).select(biased, otherwise.is_some()).await;
            winner.unwrap_or_else(|| Ok(frame.read(otherwise)))
        }
    }
}

/// The branches of one select, in the order in which the macro asks for them: all conditions, then all expressions.
struct Branches<'a> {
    frame: &'a mut Frame,
    site: i32,
    count: usize,
    conditions: Vec<&'a Option<Value>>,
    rest: &'a [Statement],
    enabled: Vec<u8>,
    waits: Vec<usize>,
}

impl<'a> Branches<'a> {
    fn of(frame: &'a mut Frame, body: &'a [Statement], site: i32) -> Self {
        let mut conditions: Vec<_> = body
            .iter()
            .filter_map(|statement| match &statement.action {
                Action::Branch { condition, .. } => Some(condition),
                _ => None,
            })
            .collect();
        let count = conditions.len();
        if count > MOST {
            frame.world.refuse(format!("No more than {MOST} branches can be combined here."));
        }
        conditions.reverse();
        Branches { frame, site, count, conditions, rest: body, enabled: vec![], waits: vec![] }
    }

    /// The outcome of the branch that wins, or nothing when all are disabled.
    async fn select(mut self, biased: bool, has_else: bool) -> Option<Outcome> {
        match (biased, has_else) {
            (false, false) => by_count!(self, [], []),
            (false, true) => by_count!(self, [], [else => None]),
            (true, false) => by_count!(self, [biased], []),
            (true, true) => by_count!(self, [biased], [else => None]),
        }
    }

    fn condition(&mut self) -> bool {
        let condition = self.conditions.pop().expect("counted");
        let is_enabled = condition.as_ref().map_or(true, |operand| self.frame.world.read(operand) != json!(0));
        self.enabled.push(is_enabled.into());
        is_enabled
    }

    /// Runs what stands before the next branch, and gives its future: nothing is its outcome when the pattern refutes that.
    fn expression(&mut self) -> BoxFuture<'static, Option<Outcome>> {
        let rest = self.rest;
        for (at, statement) in rest.iter().enumerate() {
            let Action::Branch { target, pattern, .. } = &statement.action else {
                self.frame.simple(statement);
                continue;
            };
            self.rest = &rest[at + 1..];
            self.waits.push(self.frame.world.moves.ids[target]);
            let pattern = pattern.clone();
            let matches = move |outcome: &Outcome| pattern.map_or(true, |wanted| outcome.as_ref() == Ok(&wanted));
            let future = self.frame.world.take(target).map(|outcome| matches(&outcome).then_some(outcome));
            if self.rest.is_empty() {
                self.wait();
            }
            return future.boxed();
        }
        unreachable!("a select ends with a branch")
    }

    /// The last expression has been evaluated: what follows is polled.
    fn wait(&mut self) {
        let (frame, enabled) = (&self.frame, json!(self.enabled));
        frame.world.waits(frame.id, std::mem::take(&mut self.waits));
        frame.world.trace.emit_with("Awaiting", frame.id, None, self.site, "None", enabled);
    }
}
