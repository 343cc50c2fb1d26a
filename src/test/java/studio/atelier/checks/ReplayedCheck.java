package studio.atelier.checks;

import java.util.List;

/// A check that finds again what another one found, asking nobody.
public final class ReplayedCheck {
    private ReplayedCheck() {}

    public static Check of(CheckReport found) {
        List<Ask> asks =
                found.steps().stream()
                        .map(
                                step ->
                                        Ask.of(
                                                step.step(),
                                                () ->
                                                        new Finding(
                                                                step.outcome(),
                                                                step.detail(),
                                                                step.problems())))
                        .toList();
        return new Check(found.subject(), found.name(), asks, () -> {});
    }
}
