//! The desktop's implementations of core's host traits. Each sends one order or question to the phone page and waits
//! for its answer; none decides anything.

mod device;
mod facts;
mod link;
mod screen;
mod stages;
mod watcher;

use std::sync::Arc;

use banchan_core::host::{FactsCell, Hosts};

pub use facts::PageFacts;
pub use link::{Link, Outgoing, Reply};
pub use stages::{Addresses, Stages};
pub use watcher::{DevWatcher, line_of};

use device::Device;
use screen::Screen;

/// The phone of the desktop shell: everything is done by the page behind `link`.
#[must_use]
pub fn hosts(link: &Arc<Link>, stages: &Arc<Stages>, facts: FactsCell) -> Hosts {
    let screen = Arc::new(Screen::new(link.clone(), stages.clone()));
    let device = Arc::new(Device::new(link.clone()));
    Hosts {
        consent: screen.clone(),
        ui: screen.clone(),
        view: screen,
        location: device.clone(),
        scanner: device.clone(),
        phone: device.clone(),
        clipboard: device.clone(),
        vibration: device,
        facts,
        ..Hosts::null()
    }
}
