package studio.atelier.ui.settings;

import studio.atelier.checks.Check;
import studio.atelier.model.Problem;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The engines that the home knows, one by one. What is not said to block is pure.
public interface EngineSettings {
    enum Protocol {
        COMFYUI,
        RUNPOD,
        /// The built-in one, set up by name.
        DEMO
    }

    /// How an engine lets one in.
    enum Access {
        OPEN,
        PASSWORD,
        TOKEN
    }

    /// A secret as far as the screen knows it.
    sealed interface Secret {
        record None() implements Secret {}

        /// @param place where it is kept; what it is stays there
        record Kept(String place) implements Secret {}

        record Typed(String text) implements Secret {
            /// Not the secret.
            @Override
            public String toString() {
                return "Typed";
            }
        }
    }

    record Header(String name, Secret value) {}

    /// @param user of access with a password
    record Login(Access access, String user, Secret secret) {
        static final Login OPEN = new Login(Access.OPEN, "", new Secret.None());
    }

    /// An engine as it is entered: texts may be anything.
    ///
    /// @param address of a ComfyUI, or id or address of an endpoint
    /// @param window blank for the usual number
    /// @param price blank for none
    /// @param certificate fingerprint of the one that is trusted; blank where the system's authorities decide
    record Entry(
            String id,
            Protocol protocol,
            String name,
            boolean enabled,
            String address,
            Login login,
            List<Header> headers,
            String window,
            String price,
            String certificate) {
        public Entry {
            headers = List.copyOf(headers);
        }

        public Entry enabled(boolean now) {
            return new Entry(
                    id, protocol, name, now, address, login, headers, window, price, certificate);
        }

        /// An address may bring a password along.
        @Override
        public String toString() {
            return "Entry " + id;
        }
    }

    /// What can be wrong.
    enum Field {
        NAME,
        ADDRESS,
        SECRET,
        HEADER,
        WINDOW,
        PRICE,
        CERTIFICATE
    }

    /// @param row of the header, 0 for other fields
    record Complaint(Field field, int row, Problem problem) {}

    /// When what was saved holds.
    enum Effect {
        AT_ONCE,
        NEXT_START,
        /// Not at all: something was changed elsewhere meanwhile, and nothing is saved.
        STALE
    }

    /// @param base as it was when it was loaded; empty for a new one
    record Change(Optional<Entry> base, Entry now) {}

    /// @param left what could not be cleaned up after the saving
    record Saved(Effect effect, Optional<Problem> left) {}

    /// In the person's order. Blocks.
    ///
    /// @throws studio.atelier.model.StudioException when they cannot be read
    List<Entry> load();

    /// For a new engine, unlike any other.
    String newId();

    /// @param taken names of the other engines
    List<Complaint> complaints(Entry entry, Set<String> taken);

    /// Of what is entered, saved or not; to be closed by the caller. Making and running them blocks.
    List<Check> checks(Entry entry);

    /// Blocks. What others changed since it was loaded is never written over.
    ///
    /// @param put in the place of those with the same ids, or new
    /// @param removed as they were loaded; their secrets are forgotten
    /// @throws studio.atelier.model.StudioException saying what is wrong, and nothing is changed;
    ///     `ENGINE_HOLDS_JOBS` where an engine with jobs inside would be renamed or removed
    Saved save(List<Change> put, List<Entry> removed);
}
