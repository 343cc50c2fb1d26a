package studio.atelier.ui.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

class GridKeysTest {
    private GridStage stage;
    private int columns;

    @BeforeEach
    void open() throws TimeoutException {
        stage = new GridStage(200);
        columns = stage.columns();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void arrowsMoveAndSelect() throws Exception {
        stage.keys(KeyCode.RIGHT);
        assertEquals(0, stage.focus());
        stage.keys(KeyCode.RIGHT);
        stage.keys(KeyCode.DOWN);
        assertEquals(Set.of(columns + 1), stage.selected());
        stage.keys(KeyCode.UP);
        stage.keys(KeyCode.LEFT);
        stage.keys(KeyCode.LEFT);
        stage.keys(KeyCode.UP);
        assertEquals(0, stage.focus());
        assertEquals(Set.of(0), stage.selected());
    }

    @Test
    void shiftExtendsAndComesBack() throws Exception {
        stage.click(1);
        stage.keys(KeyCode.SHIFT, KeyCode.DOWN);
        assertEquals(new TreeSet<>(GridStage.numbers(1, columns + 2)), stage.selected());
        stage.keys(KeyCode.SHIFT, KeyCode.UP);
        stage.keys(KeyCode.SHIFT, KeyCode.LEFT);
        assertEquals(Set.of(0, 1), stage.selected());
    }

    @Test
    void homeEndAndPagesReachTheEndsAndScrollThere() throws Exception {
        stage.keys(KeyCode.END);
        assertEquals(199, stage.focus());
        await().until(() -> stage.inView().contains(199) && stage.top() > 0);
        stage.keys(KeyCode.SHIFT, KeyCode.PAGE_UP);
        int page = columns * Math.max(1, stage.get(stage.grid::rowsInView) - 1);
        assertEquals(199 - page, stage.focus());
        assertEquals(page + 1, stage.selected().size());
        stage.keys(KeyCode.SHIFT, KeyCode.HOME);
        assertEquals(200, stage.selected().size());
        stage.keys(KeyCode.HOME);
        assertEquals(Set.of(0), stage.selected());
        await().until(() -> stage.top() == 0);
        stage.keys(KeyCode.PAGE_DOWN);
        assertEquals(page, stage.focus());
        stage.keys(KeyCode.SHIFT, KeyCode.END);
        assertEquals(200 - page, stage.selected().size());
    }

    @Test
    void ctrlMovesWithoutSelectingAndSpaceToggles() throws Exception {
        stage.click(0);
        stage.keys(KeyCode.CONTROL, KeyCode.RIGHT);
        stage.keys(KeyCode.CONTROL, KeyCode.RIGHT);
        assertEquals(Set.of(0), stage.selected());
        assertEquals(2, stage.focus());
        stage.keys(KeyCode.SPACE);
        assertEquals(Set.of(0, 2), stage.selected());
        stage.keys(KeyCode.CONTROL, KeyCode.SPACE);
        assertEquals(Set.of(0), stage.selected());
    }

    @Test
    void ctrlASelectsAllAndEscapeLetsGo() throws Exception {
        stage.keys(KeyCode.CONTROL, KeyCode.A);
        assertEquals(200, stage.selected().size());
        stage.keys(KeyCode.ESCAPE);
        assertEquals(Set.of(), stage.selected());
        stage.keys(KeyCode.CONTROL, KeyCode.A);
        stage.keys(KeyCode.CONTROL, KeyCode.D);
        assertEquals(Set.of(), stage.selected());
    }

    @Test
    void escapeWithNothingSelectedIsLeftToTheScreen() throws Exception {
        List<KeyCode> above = new ArrayList<>();
        FxTest.run(
                () -> stage.grid.getParent().setOnKeyPressed(event -> above.add(event.getCode())));
        stage.click(4);
        stage.keys(KeyCode.ESCAPE);
        stage.keys(KeyCode.ESCAPE);
        assertEquals(List.of(KeyCode.ESCAPE), above);
    }

    @Test
    void enterAndSpaceOpenTheFocusedOne() throws Exception {
        List<String> opened = new ArrayList<>();
        FxTest.run(
                () -> {
                    stage.grid.setOnOpen(item -> opened.add("enter " + item));
                    stage.grid.setOnSpace(item -> opened.add("space " + item));
                });
        stage.click(3);
        stage.keys(KeyCode.ENTER);
        stage.keys(KeyCode.SPACE);
        assertEquals(List.of("enter 3", "space 3"), opened);
        stage.set(GridItems.empty());
        stage.keys(KeyCode.ENTER);
        assertEquals(2, opened.size());
    }

    @Test
    void downIntoAShorterLastRowGoesToItsEnd() throws Exception {
        stage.set(GridStage.upTo(columns * 2 + 1));
        stage.click(columns + 3);
        stage.keys(KeyCode.DOWN);
        assertEquals(columns * 2, stage.focus());
        stage.keys(KeyCode.DOWN);
        assertEquals(columns * 2, stage.focus());
    }

    @Test
    void tenThousandAreSelectedAtOnceAndAMillionAreReached() throws Exception {
        stage.set(GridStage.upTo(10_000));
        List<Integer> changes = new ArrayList<>();
        FxTest.run(
                () ->
                        stage.grid
                                .selection()
                                .onChange(() -> changes.add(stage.grid.selection().size())));
        stage.keys(KeyCode.CONTROL, KeyCode.A);
        assertEquals(List.of(10_000), changes);
        stage.set(GridStage.upTo(1_000_000));
        assertEquals(10_000, stage.get(() -> stage.grid.selection().size()));
        stage.keys(KeyCode.END);
        await().until(() -> stage.inView().contains(999_999));
        await().until(() -> stage.middle(999_999).getY() < 800);
        stage.keys(KeyCode.SHIFT, KeyCode.LEFT);
        assertEquals(Set.of(999_998, 999_999), stage.selected());
        int cells = stage.get(() -> stage.grid.lookupAll(".picture-cell").size());
        assertTrue(cells < 200, "cells made: " + cells);
        FxTest.run(() -> stage.grid.scrollTo(500_000));
        stage.layout();
        assertTrue(stage.inView().contains(500_000));
        assertFalse(stage.inView().contains(999_999));
    }
}
