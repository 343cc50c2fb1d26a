package studio.atelier.plan.recognition;

import studio.atelier.model.Messages;
import studio.atelier.plan.recognition.Proposal.Kind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was recognised in a graph.
///
/// @param proposals in the order in which a person reads them: prompts, reference, LoRA, seed, settings, files
/// @param notes sentences about what stays as it is although a person might expect otherwise
public record Recognition(ApiGraph graph, List<Proposal> proposals, List<String> notes) {
    private static final Messages MESSAGES = Messages.of("workflows");

    public Recognition {
        proposals = List.copyOf(proposals);
        notes = List.copyOf(notes);
    }

    public static Recognition of(ApiGraph graph) {
        var samplers = new Samplers(graph);
        var found = new Proposals(graph);
        new PromptFinder(graph, samplers, found).find();
        new PictureFinder(graph, samplers, found).find();
        new LoraFinder(graph, found).find();
        new SettingFinder(graph, samplers, found).find();
        SavedNameFinder.find(graph, found);
        if (samplers.all().isEmpty()) {
            found.note("no-sampler");
        }
        if (!graph.idle().isEmpty()) {
            found.note("idle", graph.idle().size());
        }
        if (!graph.keepsPictures()) {
            found.note("only-preview");
        }
        return new Recognition(
                graph,
                found.all().stream().sorted(Comparator.comparing(Proposal::kind)).toList(),
                found.notes());
    }

    /// Chooses or leaves one proposal. There is one LoRA of the model: choosing another leaves the first, and a
    /// LoRA's strength goes with it.
    public static List<Proposal> choose(List<Proposal> proposals, Proposal one, boolean accepted) {
        return proposals.stream().map(each -> chosen(each, one, accepted)).toList();
    }

    private static Proposal chosen(Proposal each, Proposal one, boolean accepted) {
        if (each.place().equals(one.place())) {
            return each.accepted(accepted);
        }
        boolean sameNode = each.place().node().equals(one.place().node());
        if (one.kind() == Kind.LORA && isOfLora(each)) {
            if (sameNode) {
                return each.accepted(accepted);
            }
            return accepted ? each.accepted(false) : each;
        }
        return each;
    }

    private static boolean isOfLora(Proposal proposal) {
        return proposal.kind() == Kind.LORA || proposal.kind() == Kind.LORA_STRENGTH;
    }

    /// What a workflow with these proposals would lack, in sentences; empty when it has all that the studio gives
    /// to a job.
    public static List<String> lacks(List<Proposal> proposals) {
        List<String> lacks = new ArrayList<>();
        for (Kind kind :
                List.of(Kind.POSITIVE, Kind.NEGATIVE, Kind.REFERENCE, Kind.LORA, Kind.SEED)) {
            if (proposals.stream().noneMatch(p -> p.accepted() && p.kind() == kind)) {
                lacks.add(MESSAGES.text("lacks." + kind.name().toLowerCase(java.util.Locale.ROOT)));
            }
        }
        return lacks;
    }
}
