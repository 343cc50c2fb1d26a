package studio.atelier.ui.settings;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

/// What is wrong with a field, to stand below it.
final class FieldWords {
    /// Of `setting-invalid`: what it must be.
    private static final int EXPECTED = 2;

    private FieldWords() {}

    /// Beside the field, neither its name nor its value has to be said again.
    static String of(Problem problem) {
        return problem.code().equals(Problem.Kind.SETTING_INVALID.code())
                ? Messages.of("settings").text("must-be", problem.arguments().get(EXPECTED))
                : problem.sentence();
    }
}
