package studio.atelier.captions;

/// Hears how far a run is, on threads of the run, one at a time. Must not block.
@FunctionalInterface
public interface CaptionWatch {
    void changed(CaptionProgress progress);
}
