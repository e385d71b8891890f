use sha2::{Digest as _, Sha256};

/// A SHA-256 digest: the head of a commit chain, or the fingerprint of a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Thirty-two zero bytes: what stands before the first commit.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of a commit: previous ‖ pk ‖ 0x00 ‖ sk ‖ 0x00 ‖ body.
    #[must_use]
    pub fn of_commit(previous: &Self, pk: &str, sk: &str, body: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(previous.0);
        for key in [pk, sk] {
            hasher.update(key.as_bytes());
            hasher.update([0]);
        }
        hasher.update(body.as_bytes());
        Self(hasher.finalize().into())
    }

    /// The digest stored as these bytes; `None` unless there are 32.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_digest_covers_each_part_and_where_it_ends() {
        let of = |previous, pk, sk, body| Digest::of_commit(&previous, pk, sk, body);
        let digest = of(Digest::ZERO, "ORDER#1", "COMMIT#00000001", "{}");
        assert_eq!(digest, of(Digest::ZERO, "ORDER#1", "COMMIT#00000001", "{}"));
        for other in [
            of(Digest::of(b""), "ORDER#1", "COMMIT#00000001", "{}"),
            of(Digest::ZERO, "ORDER#", "1COMMIT#00000001", "{}"),
            of(Digest::ZERO, "ORDER#1", "COMMIT#0000000", "1{}"),
            of(Digest::ZERO, "ORDER#1", "COMMIT#00000001", "{} "),
        ] {
            assert_ne!(digest, other);
        }
    }
}
