//! `tokio::select!` for a number of branches that is known only now: each poll begins with a random branch, unless
//! biased; the first that is ready wins, the others are dropped with this future.
use std::{
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicU64, Ordering},
    task::{Context, Poll},
};

pub struct Select<'a, F> {
    pub branches: Vec<F>,
    /// None for `biased;`: in declared order.
    pub random: Option<&'a Random>,
}

impl<F: Future + Unpin> Future for Select<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let count = self.branches.len();
        let start = self.random.map_or(0, |random| random.below(count));
        for at in (start..count).chain(0..start) {
            let poll = Pin::new(&mut self.branches[at]).poll(context);
            if poll.is_ready() {
                return poll;
            }
        }
        Poll::Pending
    }
}

/// Numbers that depend on a seed alone (SplitMix64).
pub struct Random(AtomicU64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(AtomicU64::new(seed))
    }

    fn below(&self, count: usize) -> usize {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut mixed = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % count as u64) as usize
    }
}
