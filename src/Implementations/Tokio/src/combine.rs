//! The combinators of Tokio, which are macros: one call for each number of branches.
use crate::outcome::Outcome;
use futures_util::future::BoxFuture;
use serde_json::Value;

type Branches = Vec<BoxFuture<'static, Outcome>>;

/// The most branches that a combinator may have here.
pub const MOST: usize = 8;

// Calls a macro with so many names as there are branches.
macro_rules! by_count {
    ($branches:expr, $call:ident) => {
        by_count!($branches, $call: (a)(a b)(a b c)(a b c d)(a b c d e)(a b c d e f)(a b c d e f g)(a b c d e f g h))
    };
    ($branches:expr, $call:ident: $(($($name:ident)+))+) => {{
        let mut branches = $branches.into_iter();
        match branches.len() {
            $(count if count == [$(stringify!($name)),+].len() => {
                $(let $name = branches.next().expect("counted");)+
                $call!($($name)+)
            })+
            _ => unreachable!("no more than {MOST}"),
        }
    }};
}

macro_rules! joined {
    ($($name:ident)+) => {{
        let ($($name,)+) = tokio::join!($($name),+);
        vec![$($name),+]
    }};
}

macro_rules! tried {
    ($($name:ident)+) => {{
        let ($($name,)+) = tokio::try_join!($($name),+)?;
        Ok(Value::Array(vec![$($name),+]))
    }};
}

macro_rules! selected {
    ($($name:ident)+) => { tokio::select! { $(outcome = $name => outcome,)+ } };
}

macro_rules! selected_in_order {
    ($($name:ident)+) => { tokio::select! { biased; $(outcome = $name => outcome,)+ } };
}

pub async fn join(branches: Branches) -> Vec<Outcome> {
    by_count!(branches, joined)
}

pub async fn try_join(branches: Branches) -> Outcome {
    by_count!(branches, tried)
}

pub async fn select(branches: Branches) -> Outcome {
    by_count!(branches, selected)
}

pub async fn select_biased(branches: Branches) -> Outcome {
    by_count!(branches, selected_in_order)
}
