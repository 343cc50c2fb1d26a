package studio.atelier.cli;

import studio.atelier.captions.Captioner;
import studio.atelier.gallery.Gallery;
import studio.atelier.gallery.Library;
import studio.atelier.gallery.Repertoire;
import studio.atelier.gallery.move.StoreMoves;
import studio.atelier.model.Problem;
import studio.atelier.queue.Queue;
import studio.atelier.queue.audit.Audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The studio's core without a window: the same objects that the window uses. Closing it stops what it
/// started; jobs inside an engine go on and are taken up by the next start.
public interface Workspace extends AutoCloseable {
    Library library();

    Repertoire repertoire();

    Queue queue();

    Gallery gallery();

    Audit audit();

    StoreMoves storeMoves();

    Captioner captioner();

    /// What could not be read at the start (a workflow's file, say) without keeping it from starting.
    List<Problem> problems();

    /// Starts to run queued jobs in the background.
    void startWorking();

    @Override
    void close();

    /// Opens a workspace; blocks while the database starts.
    @FunctionalInterface
    interface Opener {
        /// @param home where data, logs and settings live; empty for the person's default
        /// @throws studio.atelier.model.StudioException when it cannot be opened
        Workspace open(Optional<Path> home);
    }
}
