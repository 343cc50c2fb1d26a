package studio.atelier.captions;

/// Captions references. Safe to share between threads.
public interface Captioner {
    /// Runs until nothing is left to do, it is stopped, or the service makes going on pointless. Blocks. Every
    /// caption is kept as soon as it is there, so a later run goes on where this one ended; interrupting the thread
    /// stops it, too.
    ///
    /// @throws studio.atelier.model.StudioException when the database cannot be used at all
    CaptionReport caption(CaptionOrder order, CaptionWatch watch, StopSignal stop);
}
