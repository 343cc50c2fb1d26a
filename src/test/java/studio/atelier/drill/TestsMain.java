package studio.atelier.drill;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Runs one class of tests in a process of its own; the exit code is 0 when all passed, 1 when one failed.
final class TestsMain {
    private TestsMain() {}

    public static void main(String[] args) {
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(args[0]))
                                .build(),
                        summary);
        summary.getSummary()
                .getFailures()
                .forEach(
                        failure ->
                                ChildWords.say(
                                        "failed " + failure.getTestIdentifier().getDisplayName()));
        boolean ran = summary.getSummary().getTestsFoundCount() > 0;
        System.exit(ran && summary.getSummary().getTotalFailureCount() == 0 ? 0 : ran ? 1 : 2);
    }
}
