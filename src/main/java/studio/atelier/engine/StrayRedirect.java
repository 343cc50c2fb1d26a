package studio.atelier.engine;

import java.io.IOException;

/// A server sent us on to another host, without encryption: nobody's storage is addressed like that, but the
/// machine's own services and those of its network are.
final class StrayRedirect extends IOException {
    private static final long serialVersionUID = 1L;

    private final String target;

    /// @param target without query
    StrayRedirect(String target) {
        super("sent on to " + target);
        this.target = target;
    }

    String target() {
        return target;
    }
}
