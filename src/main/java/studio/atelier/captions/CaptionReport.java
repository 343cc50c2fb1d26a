package studio.atelier.captions;

import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceImage;

import java.util.List;
import java.util.Optional;

/// How a run ended.
///
/// @param written the captions, which can be taken back by their inverse
/// @param skipped references that somebody else captioned meanwhile, as they were known
/// @param left those whose turn did not come
/// @param elsewhere at how many of those that are left another run is
/// @param halted what ended it before its time, apart from the person
public record CaptionReport(
        Captions written,
        List<ReferenceImage> skipped,
        List<Failed> failed,
        List<ReferenceImage> left,
        int elsewhere,
        Optional<Problem> halted) {
    public CaptionReport {
        skipped = List.copyOf(skipped);
        failed = List.copyOf(failed);
        left = List.copyOf(left);
    }

    /// A picture without a caption, and why; the problem names it.
    public record Failed(ReferenceImage reference, Problem problem) {}

    /// What ended it, then what happened to each picture.
    public List<Problem> problems() {
        return java.util.stream.Stream.concat(halted.stream(), failed.stream().map(Failed::problem))
                .toList();
    }

    /// What another run could still caption.
    public List<ReferenceImage> unfinished() {
        return java.util.stream.Stream.concat(failed.stream().map(Failed::reference), left.stream())
                .toList();
    }
}
