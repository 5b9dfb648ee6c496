//! Signatures over what a bundle holds: Ed25519 (RFC 8032).

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::chain::hex;

/// Value of [`Signed::format`].
const FORMAT: &str = "catchlight.signature/1";
/// The only algorithm.
const ALGORITHM: &str = "Ed25519";

/// A key that signs. Its secret is never shown.
pub struct Key(SigningKey);

impl Key {
    /// The key of 32 secret bytes.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The public key in lower-case hex, by which others recognise it.
    pub fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Signed {
        Signed {
            format: FORMAT.to_owned(),
            algorithm: ALGORITHM.to_owned(),
            public_key: self.public(),
            signature: hex(&self.0.sign(message).to_bytes()),
        }
    }
}

/// A signature with the key that it is checked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Always `catchlight.signature/1`.
    pub format: String,
    /// Always `Ed25519`.
    pub algorithm: String,
    /// 32 bytes in lower-case hex.
    pub public_key: String,
    /// 64 bytes in lower-case hex.
    pub signature: String,
}

impl Signed {
    /// Whether this is a signature of the message by the key that it names. Weak keys and signatures in
    /// another than the canonical form do not hold.
    pub fn holds(&self, message: &[u8]) -> bool {
        let holds = || {
            let key = VerifyingKey::from_bytes(&unhex(&self.public_key)?).ok()?;
            let signature = Signature::from_bytes(&unhex(&self.signature)?);
            key.verify_strict(message, &signature).ok()
        };
        self.format == FORMAT && self.algorithm == ALGORITHM && holds().is_some()
    }
}

/// Bytes of lower-case hex of just this length.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_key_is_that_of_the_standard() {
        // RFC 8032, section 7.1, test 1: the secret key and its public key.
        let secret = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").expect("32 bytes");
        let key = Key::from_secret(&secret);
        assert_eq!(key.public(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let signed = key.sign(b"");
        assert_eq!(
            signed.signature,
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        );
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let signed = Key::from_secret(&[7; 32]).sign(b"message");
        assert!(signed.holds(b"message"));
        assert!(!signed.holds(b"massage"));
        let other = Signed { public_key: Key::from_secret(&[8; 32]).public(), ..signed.clone() };
        assert!(!other.holds(b"message"));
        for (field, value) in [("public_key", ""), ("signature", "zz"), ("algorithm", "none"), ("format", "x")] {
            let mut json = serde_json::to_value(&signed).expect("JSON");
            json[field] = value.into();
            let changed: Signed = serde_json::from_value(json).expect("a signature");
            assert!(!changed.holds(b"message"), "{field}");
        }
        let upper = Signed { signature: signed.signature.to_uppercase(), ..signed };
        assert!(!upper.holds(b"message"));
    }
}
