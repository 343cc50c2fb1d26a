package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import studio.atelier.db.PaceStore.First;
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
                        pace("beach", "Attic", first(10, 10), 1, s(1)),
                        pace("beach", "Cellar", first(60, 60), 1, cold));
        var forecast = new TimeLeft(paces, Map.of());
        Forecast few = forecast.of(List.of(new Part("beach", 3, BOTH)), 0);
        assertEquals(30, seconds(few));
        assertEquals(true, few.firstRun().isEmpty());
        Forecast many = forecast.of(List.of(new Part("beach", 15, BOTH)), 0);
        assertEquals(100, seconds(many));
        assertEquals(60, many.firstRun().orElseThrow().toSeconds());
    }

    /// Each of them is paid for what it runs, and one job is no sooner done for there being two.
    @Test
    void severalMachinesOfOneEngineShareTheTimeAndNotTheCost() {
        assertEquals(50, seconds(cloud(10, 0.5, s(1))));
        assertEquals(10, seconds(cloud(1, 0.5, s(1))));
        assertEquals(0, new BigDecimal("100").compareTo(most(cloud(10, 0.5, s(1)))));
        assertEquals(0, new BigDecimal("10").compareTo(most(cloud(1, 0.5, s(1)))));
    }

    @Test
    void pausesAndTheStartOfAMachineTakeTimeAndCostNothing() {
        assertEquals(150, seconds(cloud(10, 1.5, s(1))));
        assertEquals(0, new BigDecimal("100").compareTo(most(cloud(10, 1.5, s(1)))));

        // A minute until the first picture, of which 12 seconds are work.
        Forecast cold = cloud(10, 0.5, Duration.ofHours(1));
        assertEquals(100, seconds(cold));
        assertEquals(0, new BigDecimal("104").compareTo(most(cold)));
    }

    private static Forecast cloud(int jobs, double stretch, Duration quiet) {
        var paces = List.of(pace("beach", "Cloud", first(60, 12), stretch, quiet));
        return new TimeLeft(paces, Map.of("Cloud", new BigDecimal(3600)))
                .of(List.of(new Part("beach", jobs, List.of("Cloud"))), 0);
    }

    private static BigDecimal most(Forecast forecast) {
        return forecast.cost().orElseThrow().most();
    }

    private static Forecast left(Part... parts) {
        var paces =
                BOTH.stream()
                        .flatMap(
                                engine ->
                                        List.of("beach", "portrait").stream()
                                                .map(
                                                        work ->
                                                                pace(
                                                                        work,
                                                                        engine,
                                                                        first(10, 10),
                                                                        1,
                                                                        s(1))))
                        .toList();
        var price = new BigDecimal(3600);
        return new TimeLeft(paces, Map.of("Attic", price, "Cellar", price)).of(List.of(parts), 0);
    }

    private static Pace pace(
            String workflow, String engine, First first, double stretch, Duration quiet) {
        return new Pace(workflow, engine, 5, s(10), s(10), first, stretch, quiet);
    }

    private static First first(int wall, int ran) {
        return new First(s(wall), s(ran));
    }

    private static Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static long seconds(Forecast forecast) {
        return forecast.time().orElseThrow().most().toSeconds();
    }
}
