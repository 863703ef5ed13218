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

/// The message that a panic carries; what Tokio says, in the words of the language.
pub fn text(payload: &(dyn Any + Send)) -> String {
    let text = message(payload);
    match text {
        _ if text.starts_with("Cannot start a runtime from within a runtime") => "block-on inside a task".into(),
        _ if text.starts_with("can call blocking only") => "in-place without workers".into(),
        _ if text == "inner future panicked during poll" => "shared future panicked".into(),
        _ if text.ends_with("it is being shutdown.") => "shut down".into(),
        _ => text,
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        payload.downcast_ref::<&str>().map_or_else(|| "no message".into(), |text| text.to_string())
    }
}
