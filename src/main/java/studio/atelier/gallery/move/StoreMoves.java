package studio.atelier.gallery.move;

import java.nio.file.Path;
import java.util.Optional;

/// Moves the library between object stores that are named in words.
@FunctionalInterface
public interface StoreMoves {
    /// Blocks until all is moved; may be broken off at any moment and begun again.
    ///
    /// @throws studio.atelier.model.StudioException when a place is not understood, or a store out of reach
    MoveReport move(Request request, Progress progress);

    /// Places are `folder` (in the home), `folder:DIR` or `s3`.
    ///
    /// @param from empty for where the pictures are now
    /// @param env a `.env` file with the settings of the S3 server, else the environment's are taken
    record Request(Optional<String> from, String to, Optional<Path> env, boolean deletesSource) {}

    /// How far a move is; called from several threads, one at a time.
    @FunctionalInterface
    interface Progress {
        void moved(int done, int of);
    }
}
