//! Who uses the phone, paying, messages that may come later, going to other mini-programs.

use async_trait::async_trait;
use banchan_core::host::*;
use banchan_formats::code::AppId;

use super::Of;
use crate::calls::MiniCall;
use crate::errors::MiniHostError;

host! { "Who uses the phone."
MiniIdentityHost for Identity {
    pass login(app: AppId) -> String = login,
        "A code, good once and for a few minutes, by which this mini-program's server learns who the person is to it.";
    pass signed_in(app: AppId) -> bool = signed_in, "Whether the last sign-in still holds.";
    pass profile(ask: PersonAsk) -> Profile = profile, "Asks the person for name and picture.";
    pass phone_code(ask: PersonAsk) -> String = phone_code,
        "Asks the person for the telephone number; answers a code like that of `login`, never the number.";
    pass avatar(ask: PersonAsk) -> String = avatar,
        "Lets the person choose a picture for this mini-program: an address that a page may show.";
    pass address(ask: PersonAsk, book: Vec<Address>) -> AddressAnswer = address,
        "Shows the person's addresses, to choose one, add and remove. Core keeps the book.";
} }
host! { "Pays."
MiniPaymentHost for Payment {
    pass pay(order: PayOrder) -> () = pay, "Shows the order and pays it when the person agrees.";
} }
host! { "Asks about messages."
MiniMessagesHost for Messages {
    pass subscribe(ask: SubscribeAsk) -> SubscribeAnswer = subscribe, "Shows the kinds and waits for the answer.";
} }
host! { "Goes from one mini-program to another."
MiniNeighboursHost for Neighbours {
    order go(visit: Visit) = go_visit, "The person agreed, or came from there: calls `SuperApp::visit` with its number.";
    pass visit(visit: Visit) -> () = ask_visit, "Asks the person.";
} }
