package studio.atelier.plan.recognition;

import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

import java.util.regex.Pattern;

/// The names under which the engine keeps pictures: with the job's own id in them they are found again even
/// when the engine has forgotten the job.
final class SavedNameFinder {
    private static final String FIELD = "filename_prefix";
    private static final String NAME = "{{model_name}}_{{reference_filename}}_{{prompt_id}}";

    /// What the studio cannot read, as nodes name it.
    private static final Pattern UNREAD =
            Pattern.compile("(?i)\\.?(webp|avif|jxl|gif|tiff?|bmp|exr)");

    private static final Pattern UNREAD_CLASS = Pattern.compile("(?i).*(webp|avif|jxl|gif).*");

    private SavedNameFinder() {}

    static void find(ApiGraph graph, Proposals proposals) {
        for (String output : graph.outputs()) {
            String now = graph.texts(output).getOrDefault(FIELD, "");
            int slash = now.lastIndexOf('/');
            boolean plain = slash > 0 && !now.contains("%") && !now.contains("{{");
            String folder = plain ? now.substring(0, slash + 1) : "";
            proposals.job(
                    output,
                    FIELD,
                    Kind.SAVED_NAME,
                    new Change.Text(folder + NAME),
                    new Why(Confidence.SURE, true, "saved-name"));
            if (isUnread(graph, output)) {
                proposals.note("unread", graph.title(output));
            }
        }
    }

    private static boolean isUnread(ApiGraph graph, String output) {
        return UNREAD_CLASS.matcher(graph.type(output)).matches()
                || graph.texts(output).values().stream()
                        .anyMatch(text -> UNREAD.matcher(text).matches());
    }
}
