//! Keys, signatures and envelopes: text with a proof of who wrote it. It must not know what the text says.
//!
//! A signature covers a fixed prefix, the kind of text and the text itself, byte for byte, so that nothing has to be
//! put into a canonical form and a signed release can't be passed off as a signed index.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::host::{HostError, Random};

/// The first bytes under every signature.
const PREFIX: &[u8] = b"banchan-signed-1\n";

/// Who signed. Shown as base64.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads a key as it is shown.
    ///
    /// # Errors
    /// [`EnvelopeError::BadKey`] when it is not the base64 of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, EnvelopeError> {
        let bytes = BASE64.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(EnvelopeError::BadKey)
    }
}

impl TryFrom<String> for PublicKey {
    type Error = EnvelopeError;
    fn try_from(text: String) -> Result<Self, EnvelopeError> {
        Self::parse(&text)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// What signs. Never shown; [`SecretKey::to_text`] is for the file that its owner keeps.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new key.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(random: &dyn Random) -> Result<Self, HostError> {
        let mut seed = [0; 32];
        random.fill(&mut seed)?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// Reads a key from its owner's file.
    ///
    /// # Errors
    /// [`EnvelopeError::BadKey`].
    pub fn parse(text: &str) -> Result<Self, EnvelopeError> {
        let seed: Option<[u8; 32]> = BASE64.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        seed.map(|seed| Self(SigningKey::from_bytes(&seed))).ok_or(EnvelopeError::BadKey)
    }

    /// For its owner's file.
    #[must_use]
    pub fn to_text(&self) -> String {
        BASE64.encode(self.0.to_bytes())
    }

    /// The half that everybody may know.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a text of a kind.
    #[must_use]
    pub fn seal(&self, kind: &str, body: String) -> Envelope {
        let signature = self.0.sign(&signed_bytes(kind, &body));
        Envelope { kind: kind.into(), body, key: self.public().to_string(), signature: BASE64.encode(signature.to_bytes()) }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.public())
    }
}

/// A text with a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// What the text is: `index` or `release`.
    pub kind: String,
    /// The text, exactly as it was signed.
    pub body: String,
    /// Who signed, base64; empty when nobody did.
    #[serde(default)]
    pub key: String,
    /// The signature, base64; empty when there is none.
    #[serde(default)]
    pub signature: String,
}

/// Why a signed text can't be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// There is no signature.
    #[error("it is not signed")]
    Unsigned,
    /// It is signed, but by a key that is not among those expected.
    #[error("it is signed by somebody else")]
    WrongSigner,
    /// The signature does not fit the text.
    #[error("its signature does not fit: it was altered")]
    BadSignature,
    /// A key is no key.
    #[error("a key in it can't be read")]
    BadKey,
    /// It is something else than what was expected.
    #[error("it is signed as something else")]
    WrongKind,
}

impl Envelope {
    /// The text, if one of these keys signed it as this kind.
    ///
    /// # Errors
    /// [`EnvelopeError`].
    pub fn open(&self, kind: &str, keys: &[PublicKey]) -> Result<&str, EnvelopeError> {
        if self.signature.is_empty() || self.key.is_empty() {
            return Err(EnvelopeError::Unsigned);
        }
        if self.kind != kind {
            return Err(EnvelopeError::WrongKind);
        }
        let key = PublicKey::parse(&self.key)?;
        if !keys.contains(&key) {
            return Err(EnvelopeError::WrongSigner);
        }
        let verifying = VerifyingKey::from_bytes(&key.0).map_err(|_| EnvelopeError::BadKey)?;
        let signature = BASE64.decode(&self.signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
        let signature = signature.ok_or(EnvelopeError::BadSignature)?;
        // Strict: keys and signatures that other verifiers might read differently are refused.
        verifying.verify_strict(&signed_bytes(kind, &self.body), &signature).map_err(|_| EnvelopeError::BadSignature)?;
        Ok(&self.body)
    }
}

fn signed_bytes(kind: &str, body: &str) -> Vec<u8> {
    [PREFIX, kind.as_bytes(), b"\n", body.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::SystemRandom;

    fn key() -> SecretKey {
        SecretKey::generate(&SystemRandom).unwrap()
    }

    #[test]
    fn a_signed_text_opens_for_its_signer_only() {
        let (mine, other) = (key(), key());
        let sealed = mine.seal("release", "{}".into());
        assert_eq!(sealed.open("release", &[other.public(), mine.public()]), Ok("{}"));
        assert_eq!(sealed.open("release", &[other.public()]), Err(EnvelopeError::WrongSigner));
        assert_eq!(sealed.open("index", &[mine.public()]), Err(EnvelopeError::WrongKind));
    }

    #[test]
    fn an_altered_text_does_not_open() {
        let key = key();
        let sealed = key.seal("release", "version 2".into());
        let altered = [
            Envelope { body: "version 3".into(), ..sealed.clone() },
            Envelope { kind: "index".into(), ..sealed.clone() },
            Envelope { signature: BASE64.encode([0; 64]), ..sealed.clone() },
            Envelope { signature: String::new(), ..sealed.clone() },
            Envelope { signature: "?".into(), ..sealed.clone() },
            Envelope { key: "AAAA".into(), ..sealed.clone() },
        ];
        for envelope in altered {
            assert!(envelope.open("release", &[key.public()]).is_err(), "{envelope:?}");
        }
        let moved = Envelope { kind: "index".into(), ..sealed };
        assert_eq!(moved.open("index", &[key.public()]), Err(EnvelopeError::BadSignature));
    }

    #[test]
    fn keys_survive_their_file() {
        let key = key();
        assert_eq!(SecretKey::parse(&key.to_text()).unwrap().public(), key.public());
        assert_eq!(PublicKey::parse(&key.public().to_string()), Ok(key.public()));
        assert!(!format!("{key:?}").contains(&key.to_text()));
    }
}
