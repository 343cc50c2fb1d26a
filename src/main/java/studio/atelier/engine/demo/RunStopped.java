package studio.atelier.engine.demo;

/// The running prompt must not go on.
final class RunStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean lost;

    private RunStopped(boolean lost) {
        super(lost ? "the engine forgot everything" : "interrupted", null, false, false);
        this.lost = lost;
    }

    static RunStopped interrupted() {
        return new RunStopped(false);
    }

    /// The engine was restarted or closed: no history, no messages.
    static RunStopped lost() {
        return new RunStopped(true);
    }

    boolean isLost() {
        return lost;
    }
}
