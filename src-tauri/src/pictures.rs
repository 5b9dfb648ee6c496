//! The protocol through which the page sees pixels: `catchlight://localhost/photo/<id>/thumbnail`,
//! `…/view` and `…/artifact/<check>/<artifact>`; `catchlight://localhost/dossier/<check>/<artifact>` are those of what
//! the photos say together. Only pictures of the open case are served.

use catchlight_intake::queue::Picture;
use percent_encoding::percent_decode_str;
use tauri::http::{Method, Request, Response, StatusCode, header};
use tauri::{Manager as _, UriSchemeContext, UriSchemeResponder, Wry};

use crate::session::Session;

/// Name of the protocol.
pub(crate) const SCHEME: &str = "catchlight";

/// Answers a request away from the main thread: a view is decoded anew.
pub(crate) fn respond(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        // The page's helper encodes the whole path, slashes included.
        let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
        let png = (request.method() == Method::GET).then(|| app.try_state::<Session>()).flatten().and_then(|session| {
            match path.trim_start_matches('/').strip_prefix("dossier/") {
                Some(key) => session.together.picture(key),
                None => {
                    address(&path).and_then(|(id, picture)| session.queue.picture(id, picture)).map(|png| png.to_vec())
                }
            }
        });
        responder.respond(match png {
            Some(png) => response(StatusCode::OK, "image/png", png),
            None => response(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
        });
    });
}

/// Reads an address of a picture.
fn address(path: &str) -> Option<(u32, Picture<'_>)> {
    let (id, picture) = path.trim_start_matches('/').strip_prefix("photo/")?.split_once('/')?;
    let id = id.parse().ok()?;
    match picture {
        "thumbnail" => Some((id, Picture::Thumbnail)),
        "view" => Some((id, Picture::View)),
        _ => Some((id, Picture::Artifact(picture.strip_prefix("artifact/")?))),
    }
}

fn response(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_pictures_are_read_and_others_are_not() {
        assert_eq!(address("/photo/7/thumbnail"), Some((7, Picture::Thumbnail)));
        assert_eq!(address("/photo/7/view"), Some((7, Picture::View)));
        assert_eq!(address("/photo/7/artifact/tone/map"), Some((7, Picture::Artifact("tone/map"))));
        for other in [
            "",
            "/",
            "/photo",
            "/photo/",
            "/photo/7",
            "/photo/-1/view",
            "/photo/x/view",
            "/photo/7/other",
            "/etc/passwd",
            "/photo/4294967296/view",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
