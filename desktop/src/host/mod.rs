//! The desktop's implementations of core's host traits. Each sends one order or question to the phone page and waits
//! for its answer; none decides anything.

mod codes;
mod device;
mod facts;
mod hands;
mod link;
mod media;
mod person;
mod screen;
mod stages;
mod watcher;

use std::sync::Arc;

use banchan_core::host::{FactsCell, Hosts};

pub use codes::{Codes, Purpose};
pub use facts::PageFacts;
pub use hands::Hands;
pub use link::{Link, Outgoing, Reply};
pub use stages::{Addresses, Stages};
pub(crate) use watcher::print_note;
pub use watcher::{DevWatcher, line_of};

use device::Device;
use media::Player;
use person::Person;
use screen::Screen;

/// The phone of the desktop shell: everything is done by the page behind `link`.
#[must_use]
pub fn hosts(link: &Arc<Link>, stages: &Arc<Stages>, codes: &Arc<Codes>, hands: &Arc<Hands>, facts: FactsCell) -> Hosts {
    let screen = Arc::new(Screen::new(link.clone(), stages.clone()));
    let device = Arc::new(Device::new(link.clone()));
    let player = Arc::new(Player::new(link.clone(), stages.clone(), hands.clone()));
    let person = Arc::new(Person::new(link.clone(), codes.clone()));
    Hosts {
        consent: screen.clone(),
        ui: screen.clone(),
        view: screen,
        location: device.clone(),
        scanner: device.clone(),
        phone: device.clone(),
        places: device.clone(),
        clipboard: device.clone(),
        screen: device.clone(),
        sensors: device.clone(),
        vibration: device,
        media: player.clone(),
        sound: player.clone(),
        camera: player.clone(),
        contacts: player.clone(),
        recorder: player,
        identity: person.clone(),
        payment: person.clone(),
        messages: person.clone(),
        neighbours: person,
        facts,
        ..Hosts::null()
    }
}
