package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.application.Platform;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class VirtualBackgroundTest {
    private final VirtualBackground background = new VirtualBackground(new UiThread());
    private final List<Object> answers = new CopyOnWriteArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startJavaFx() throws TimeoutException {
        FxTest.run(() -> {});
    }

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void anAnswerComesOnTheJavaFxThread() {
        background.run(
                () -> Platform.isFxApplicationThread(),
                off -> answers.add(!off && Platform.isFxApplicationThread()),
                problems::add);
        await().until(() -> answers.equals(List.of(true)));
    }

    @Test
    void onlyTheLatestAnswerOfAKeyArrives() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        background.latest(
                "search",
                () -> {
                    begun.countDown();
                    try {
                        stuck.await();
                        return "old";
                    } finally {
                        ended.countDown();
                    }
                },
                answers::add,
                problems::add);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        background.latest("other", () -> "other", answers::add, problems::add);
        background.latest("search", () -> "new", answers::add, problems::add);
        assertTrue(ended.await(30, TimeUnit.SECONDS), "the older one was not interrupted");
        await().until(() -> answers.size() == 2);
        FxTest.settle();
        assertTrue(answers.containsAll(List.of("other", "new")), answers.toString());
        assertEquals(List.of(), problems, "the dropped one is silent");
    }

    @Test
    void anAnswerThatIsOnItsWayIsDroppedToo() throws Exception {
        CountDownLatch worked = new CountDownLatch(1);
        FxTest.run(
                () -> {
                    background.latest(
                            "page",
                            () -> {
                                worked.countDown();
                                return 1;
                            },
                            answers::add,
                            problems::add);
                    try {
                        worked.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    background.latest("page", () -> 2, answers::add, problems::add);
                });
        await().until(() -> answers.contains(2));
        assertEquals(List.of(2), answers);
    }

    @Test
    void failuresBecomeProblemsAndErrorsDoToo() {
        Problem known = Problem.of(Problem.Kind.REFERENCE_MISSING, "a.png");
        background.run(
                () -> {
                    throw new StudioException(known);
                },
                answers::add,
                problems::add);
        await().until(() -> problems.contains(known));
        background.run(
                () -> {
                    throw new StackOverflowError("deep");
                },
                answers::add,
                problems::add);
        await().until(() -> problems.size() == 2);
        assertEquals("unexpected", problems.get(1).code());
    }

    @Test
    void afterTheEndNothingIsStartedAndNothingIsThrown() {
        background.close();
        background.run(() -> 1, answers::add, problems::add);
        background.latest("key", () -> 2, answers::add, problems::add);
        assertEquals(List.of(), answers);
    }
}
