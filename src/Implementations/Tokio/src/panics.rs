//! Real panics, silently: the hook keeps the message for the guards that run while the stack is unwound.
use std::{any::Any, cell::RefCell, panic};

thread_local! {
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Replaces the report on standard error.
pub fn silence() {
    panic::set_hook(Box::new(|info| {
        MESSAGE.with(|message| *message.borrow_mut() = text(info.payload()));
    }));
}

/// The message of this thread's latest panic.
pub fn latest() -> String {
    MESSAGE.with(|message| message.borrow().clone())
}

/// The message that a panic carries.
pub fn text(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        payload.downcast_ref::<&str>().map_or_else(|| "no message".into(), |text| text.to_string())
    }
}
