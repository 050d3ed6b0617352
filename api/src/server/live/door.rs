//! Who may open a WebSocket: checked before the upgrade, where HTTP can still say why not.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::origin;
use super::places::Place;
use super::socket::Socket;
use super::transport::PROTOCOL;
use crate::server::accept::Media;
use crate::server::refusal::Refusal;
use crate::server::{House, answer, caller};
use crate::support::fault::{Code, Fault};
use crate::support::ids;

/// Opens a WebSocket.
pub(in crate::server) fn open(
    request: &HttpRequest,
    body: web::Payload,
    house: &web::Data<House>,
) -> HttpResponse {
    let language = caller::language(request);
    let places = match language.scope_sync(|| check(request, house)) {
        Ok(places) => places,
        Err(refusal) => {
            let id = ids::random_id();
            return answer::write(request, house, Media::Json, language, id, Err(refusal));
        }
    };
    match actix_ws::handle_with_protocols(request, body, &[PROTOCOL]) {
        Ok((response, session, messages)) => {
            let address = caller::address(request, house.settings.behind_proxy);
            let socket = Socket::new(house, session, language, address, places);
            actix_web::rt::spawn(language.scope(socket.run(messages)));
            response
        }
        Err(error) => error.error_response(),
    }
}

fn check(request: &HttpRequest, house: &House) -> Result<Vec<Place>, Refusal> {
    if !origin::is_welcome(request, house) {
        let fault = Fault::of(Code::Forbidden)
            .saying("Sidor från denna adress får inte ansluta.", "Pages of this origin may not connect.");
        return Err(Refusal::with_status(fault, StatusCode::FORBIDDEN));
    }
    if !offers_protocol(request) {
        return Err(Refusal::malformed(
            StatusCode::BAD_REQUEST,
            "Anslut med underprotokollet graphql-transport-ws.",
            "Connect with the subprotocol graphql-transport-ws.",
        ));
    }
    let address = caller::address(request, house.settings.behind_proxy);
    places(house, address.map(|address| format!("address/{address}")))
}

/// A place among all, and one among those of the address.
pub(super) fn places(house: &House, address: Option<String>) -> Result<Vec<Place>, Refusal> {
    if *house.stopping.borrow() {
        return Err(Fault::of(Code::Unavailable).into());
    }
    let live = &house.settings.live;
    let all = house.places.take("all".to_owned(), live.of_all);
    let of_address = match address {
        Some(address) => house.places.take(address, live.of_address).map(Some),
        None => Some(None),
    };
    match (all, of_address) {
        (Some(all), Some(of_address)) => Ok(of_address.into_iter().chain([all]).collect()),
        _ => Err(Fault::throttled(30).into()),
    }
}

fn offers_protocol(request: &HttpRequest) -> bool {
    let offers = request.headers().get_all("sec-websocket-protocol").filter_map(|value| value.to_str().ok());
    offers.flat_map(|list| list.split(',')).any(|offer| offer.trim() == PROTOCOL)
}
