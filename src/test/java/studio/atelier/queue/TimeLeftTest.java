package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import studio.atelier.db.PaceStore.Pace;
import studio.atelier.queue.TimeLeft.Part;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How jobs that not every engine can run are shared out.
class TimeLeftTest {
    private static final List<String> BOTH = List.of("Attic", "Cellar");

    @Test
    void enginesThatDoDifferentWorkDoItAtTheSameTime() {
        Forecast left =
                left(
                        new Part("portrait", 10, List.of("Attic")),
                        new Part("beach", 20, List.of("Cellar")));
        assertEquals(200, seconds(left));
        assertEquals(0, new BigDecimal("300").compareTo(left.cost().orElseThrow().most()));
    }

    @Test
    void whatOnlyOneCanRunIsNotInTheWayOfTheOther() {
        Part anywhere = new Part("beach", 10, BOTH);
        Part attic = new Part("portrait", 10, List.of("Attic"));
        assertEquals(100, seconds(left(anywhere, attic)));
        assertEquals(100, seconds(left(attic, anywhere)));
        assertEquals(150, seconds(left(attic, new Part("beach", 20, BOTH))));
    }

    @Test
    void aPartThatNobodyCanRunLeavesTheTimeOpen() {
        assertEquals(
                Forecast.UNKNOWN,
                left(new Part("beach", 10, BOTH), new Part("portrait", 1, List.of())));
        assertEquals(Forecast.UNKNOWN, left());
    }

    @Test
    void oneJobIsDoneByOneEngine() {
        assertEquals(10, seconds(left(new Part("beach", 1, BOTH))));
    }

    @Test
    void aColdEngineIsUsedWhereItIsThroughSooner() {
        var cold = Duration.ofHours(1);
        var paces =
                List.of(
                        new Pace("beach", "Attic", 5, s(10), s(10), s(10), s(1)),
                        new Pace("beach", "Cellar", 5, s(10), s(10), s(60), cold));
        var forecast = new TimeLeft(paces, Map.of());
        Forecast few = forecast.of(List.of(new Part("beach", 3, BOTH)), 0);
        assertEquals(30, seconds(few));
        assertEquals(true, few.firstRun().isEmpty());
        Forecast many = forecast.of(List.of(new Part("beach", 15, BOTH)), 0);
        assertEquals(100, seconds(many));
        assertEquals(60, many.firstRun().orElseThrow().toSeconds());
    }

    private static Forecast left(Part... parts) {
        var paces =
                BOTH.stream()
                        .flatMap(
                                engine ->
                                        List.of("beach", "portrait").stream()
                                                .map(
                                                        work ->
                                                                new Pace(
                                                                        work, engine, 5, s(10),
                                                                        s(10), s(10), s(1))))
                        .toList();
        var price = new BigDecimal(3600);
        return new TimeLeft(paces, Map.of("Attic", price, "Cellar", price)).of(List.of(parts), 0);
    }

    private static Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static long seconds(Forecast forecast) {
        return forecast.time().orElseThrow().most().toSeconds();
    }
}
