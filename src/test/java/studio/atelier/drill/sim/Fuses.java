package studio.atelier.drill.sim;

import java.util.ArrayList;
import java.util.List;

/// Lets misfortunes strike in the middle of work. A clock that moves only when all is quiet would never do so: a fuse
/// is lit at a moment, and burns down with what the desktops do from then on. Safe to share between threads.
final class Fuses {
    private final List<Fuse> lit = new ArrayList<>();

    private static final class Fuse {
        final Runnable blow;
        int left;

        Fuse(int left, Runnable blow) {
            this.left = left;
            this.blow = blow;
        }
    }

    /// @param steps calls of desktops to the world outside, or answers to them, until it strikes; with 0 at once
    /// @param blow by the thread whose step it was
    /// @return strikes now, if it has not yet
    Runnable light(int steps, Runnable blow) {
        var fuse = new Fuse(steps, blow);
        synchronized (lit) {
            lit.add(fuse);
        }
        if (steps == 0) {
            strike(fuse);
        }
        return () -> strike(fuse);
    }

    /// A desktop does something.
    void step() {
        List<Fuse> burnt = new ArrayList<>();
        synchronized (lit) {
            for (Fuse fuse : lit) {
                if (--fuse.left <= 0) {
                    burnt.add(fuse);
                }
            }
        }
        burnt.forEach(this::strike);
    }

    private void strike(Fuse fuse) {
        // Whoever comes second waits until it has struck.
        synchronized (fuse) {
            boolean isFirst;
            synchronized (lit) {
                isFirst = lit.remove(fuse);
            }
            if (isFirst) {
                fuse.blow.run();
            }
        }
    }
}
