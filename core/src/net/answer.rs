//! An answer whose body is still on its way: read piece by piece, so that a large one never stands in memory whole.

use std::pin::Pin;

use futures_util::Stream;

use super::{HttpResponse, NetError};

/// What is sent, piece by piece.
pub type BodyStream = Pin<Box<dyn Stream<Item = std::io::Result<Vec<u8>>> + Send>>;

/// An answer whose head has come.
pub struct Answer {
    pub(super) response: reqwest::Response,
}

impl Answer {
    /// Such as 200.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Name, in lower case, and value, as they came.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let headers = self.response.headers().iter();
        headers.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect()
    }

    /// The first header of a name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// Bytes of the body as far as the server says.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// [`NetError`] when the connection broke.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, NetError> {
        let piece = self.response.chunk().await.map_err(|error| NetError::from_reqwest(&error))?;
        Ok(piece.map(|bytes| bytes.to_vec()))
    }

    /// The whole answer.
    ///
    /// # Errors
    /// [`NetError::TooLarge`] when the body is over `limit` bytes, [`NetError`].
    pub async fn whole(mut self, limit: usize) -> Result<HttpResponse, NetError> {
        if self.length().is_some_and(|length| length > limit as u64) {
            return Err(NetError::TooLarge { limit });
        }
        let mut body = Vec::new();
        while let Some(piece) = self.piece().await? {
            if body.len() + piece.len() > limit {
                return Err(NetError::TooLarge { limit });
            }
            body.extend_from_slice(&piece);
        }
        Ok(HttpResponse { status: self.status(), headers: self.headers(), body })
    }
}
