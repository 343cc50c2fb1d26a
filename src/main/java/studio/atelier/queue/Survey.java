package studio.atelier.queue;

import studio.atelier.engine.EngineDescription;
import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// Asks engines what they have, all at once: one that is away keeps nobody waiting for longer than itself. Blocks.
final class Survey {
    private Survey() {}

    /// What one engine said.
    ///
    /// @param has empty when it did not answer
    /// @param problem why it did not
    record Said(Seat seat, Optional<EngineDescription> has, Optional<Problem> problem) {
        String engine() {
            return seat.name();
        }

        /// What it has, where it tells that.
        Optional<EngineDescription> told() {
            return has.filter(each -> !each.isSilent());
        }
    }

    /// @return in the order of the seats
    static List<Said> ask(List<Seat> seats, Set<String> classes) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Said>> asked =
                    seats.stream()
                            .map(
                                    seat ->
                                            CompletableFuture.supplyAsync(
                                                    () -> ask(seat, classes), threads))
                            .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        }
    }

    private static Said ask(Seat seat, Set<String> classes) {
        try {
            return new Said(seat, Optional.of(seat.describe(classes)), Optional.empty());
        } catch (StudioException e) {
            return new Said(seat, Optional.empty(), Optional.of(e.problem()));
        }
    }
}
