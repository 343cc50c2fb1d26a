package studio.atelier.plan.recognition;

import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;
import studio.atelier.plan.recognition.Proposals.Why;

/// The names under which the engine keeps pictures: with the job's own id in them they are found again even
/// when the engine has forgotten the job.
final class SavedNameFinder {
    private static final String FIELD = "filename_prefix";
    private static final String NAME = "{{model_name}}_{{reference_filename}}_{{prompt_id}}";

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
        }
    }
}
