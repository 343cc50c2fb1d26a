package studio.atelier.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An edit of references, with what was there before: so it takes nobody by surprise who edited meanwhile, and it
/// can be taken back exactly.
public sealed interface ReferenceChange {
    /// How many references it concerns.
    int size();

    /// What takes it back.
    ReferenceChange inverse();

    /// Moves references to other categories.
    record Categories(List<Moved> moved) implements ReferenceChange {
        public Categories {
            moved = List.copyOf(moved);
        }

        @Override
        public int size() {
            return moved.size();
        }

        @Override
        public Categories inverse() {
            return new Categories(
                    moved.stream().map(m -> new Moved(m.id(), m.to(), m.from())).toList());
        }
    }

    /// @param from the category it has to be in, empty for none; else it stays where it is
    record Moved(ReferenceId id, String from, String to) {}

    /// Gives references other captions.
    record Captions(List<Recaptioned> recaptioned) implements ReferenceChange {
        public Captions {
            recaptioned = List.copyOf(recaptioned);
        }

        @Override
        public int size() {
            return recaptioned.size();
        }

        @Override
        public Captions inverse() {
            return new Captions(
                    recaptioned.stream()
                            .map(r -> new Recaptioned(r.id(), r.to(), r.from()))
                            .toList());
        }
    }

    /// @param from the caption it has to have; else it keeps the one it has
    record Recaptioned(ReferenceId id, Caption from, Caption to) {}

    /// @param text empty for none
    /// @param writtenAt when it was written, as far as known
    record Caption(String text, Optional<Instant> writtenAt) {
        public static Caption of(ReferenceImage reference) {
            return new Caption(reference.caption(), reference.analyzedAt());
        }
    }

    /// Hides references from people, or shows them again. Jobs and galleries keep what they refer to.
    record Deletion(List<ReferenceId> ids, boolean deleted) implements ReferenceChange {
        public Deletion {
            ids = List.copyOf(ids);
        }

        @Override
        public int size() {
            return ids.size();
        }

        @Override
        public Deletion inverse() {
            return new Deletion(ids, !deleted);
        }
    }
}
