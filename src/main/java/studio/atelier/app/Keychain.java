package studio.atelier.app;

import java.util.Optional;

/// Where a system keeps the secrets of its user. Every method may block for as long as the system asks the person to
/// unlock it. Safe to share between threads.
interface Keychain {
    /// Empty when it has none of that name, or does not hand it out.
    Optional<String> get(String name);

    /// @return false when it was not kept
    boolean put(String name, String secret);

    /// A name that is not there is no failure.
    void remove(String name);
}
