package studio.atelier.model;

/// One job as planned, not yet in the database.
///
/// @param variation 1 to the batch's number of variations
/// @param seed never negative
/// @param parameters every value the workflow declares, defaults filled in
public record JobDraft(
        ReferenceImage reference,
        int variation,
        long seed,
        String positivePrompt,
        String negativePrompt,
        Parameters parameters) {}
