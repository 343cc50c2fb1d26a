package studio.atelier.bench;

import javafx.animation.AnimationTimer;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.controlsfx.control.GridCell;
import org.controlsfx.control.GridView;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import studio.atelier.ui.kit.GridItems;
import studio.atelier.ui.kit.ImageGrid;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.Theme;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.AbstractList;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/// One of the two grids in the only window, scrolled frame by frame. About 45 cells are in view.
final class GridBenchScreen {
    private static final double WIDTH = 1_000;
    private static final double HEIGHT = 900;
    private static final double CELL = 130;
    private static final double GAP = 12;
    private static final double NANOS = 1e6;

    private final Parent root;
    private final IntConsumer fill;
    private final DoubleConsumer move;
    private final DoubleConsumer jump;

    private GridBenchScreen(
            Parent root, IntConsumer fill, DoubleConsumer move, DoubleConsumer jump) {
        this.root = root;
        this.fill = fill;
        this.move = move;
        this.jump = jump;
    }

    static GridBenchScreen product(PictureLoader loader) throws TimeoutException {
        return on(
                () -> {
                    ImageGrid<Integer, Integer> grid =
                            new ImageGrid<>(item -> item, () -> new Cell(loader));
                    grid.cellSizeProperty().set(CELL);
                    grid.gapProperty().set(GAP);
                    grid.captionHeightProperty().set(PictureCell.captionHeight(1));
                    ScrollBar bar = (ScrollBar) Objects.requireNonNull(grid.lookup(".scroll-bar"));
                    return new GridBenchScreen(
                            new StackPane(grid),
                            count -> {
                                grid.setItems(GridItems.of(new Numbers(count)));
                                grid.scrollToTop();
                            },
                            pixels -> bar.setValue(Math.min(bar.getMax(), bar.getValue() + pixels)),
                            share -> bar.setValue(share * bar.getMax()));
                });
    }

    static GridBenchScreen controlsFx(PictureLoader loader) throws TimeoutException {
        return on(
                () -> {
                    StackPane root = new StackPane();
                    return new GridBenchScreen(
                            root,
                            count -> root.getChildren().setAll(gridView(loader, count)),
                            pixels -> flow(root).scrollPixels(pixels),
                            share -> flow(root).setPosition(share));
                });
    }

    /// A new one each time: one that is given fewer items keeps a position beyond its end.
    private static GridView<Integer> gridView(PictureLoader loader, int count) {
        GridView<Integer> grid = new GridView<>(FXCollections.observableList(new Numbers(count)));
        grid.setCellWidth(CELL);
        grid.setCellHeight(CELL + PictureCell.captionHeight(1));
        grid.setHorizontalCellSpacing(GAP / 2);
        grid.setVerticalCellSpacing(GAP / 2);
        grid.setCellFactory(_ -> new TheirCell(loader));
        return grid;
    }

    private static VirtualFlow<?> flow(Parent root) {
        return (VirtualFlow<?>) Objects.requireNonNull(root.lookup(".virtual-flow"));
    }

    /// Puts this grid into the window, with so many items, and waits until it is drawn.
    void show(int count) throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        on(
                () -> {
                    if (root.getScene() == null) {
                        Theme theme = new Theme();
                        theme.choose(Theme.Choice.LIGHT);
                        theme.dress(new Scene(root, WIDTH, HEIGHT));
                    }
                    stage.setScene(root.getScene());
                    stage.setX(0);
                    stage.setY(0);
                    stage.setWidth(WIDTH);
                    stage.setHeight(HEIGHT);
                    stage.show();
                    fill.accept(count);
                    return true;
                });
        eachFrame(20, _ -> {});
    }

    GridBenchTimes scroll(int frames, double pixels) throws TimeoutException {
        return eachFrame(frames, _ -> move.accept(pixels));
    }

    GridBenchTimes jump(int frames, Random random) throws TimeoutException {
        return eachFrame(frames, _ -> jump.accept(random.nextDouble()));
    }

    /// Milliseconds from a jump to the frame after the one in which every cell in view has its picture.
    double[] jumpsUntilShown(int jumps, Random random) throws TimeoutException {
        double[] times = new double[jumps];
        for (int number = 0; number < jumps; number++) {
            double share = random.nextDouble();
            CompletableFuture<Double> shown = new CompletableFuture<>();
            on(
                    () -> {
                        new Wait(shown).begin(() -> jump.accept(share));
                        return true;
                    });
            times[number] = await(shown);
        }
        return times;
    }

    private GridBenchTimes eachFrame(int frames, IntConsumer step) throws TimeoutException {
        CompletableFuture<GridBenchTimes> result = new CompletableFuture<>();
        on(
                () -> {
                    new Watch(root.getScene(), frames, step, result).start();
                    return true;
                });
        return await(result);
    }

    private static <T> T await(CompletableFuture<T> result) throws TimeoutException {
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static <T> T on(Callable<T> work) throws TimeoutException {
        return WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, WaitForAsyncUtils.asyncFx(work));
    }

    private boolean allShown() {
        return root.lookupAll(".picture-cell").stream()
                .filter(Node::isVisible)
                .allMatch(node -> ((Cell) node).isShown());
    }

    /// Steps in each frame, and takes the times.
    private static final class Watch extends AnimationTimer {
        private final Scene scene;
        private final IntConsumer step;
        private final CompletableFuture<GridBenchTimes> result;
        private final double[] frames;
        private final double[] layouts;
        private final double[] work;
        private final Runnable before = this::before;
        private final Runnable after = this::after;
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long layoutBegan;
        private long workBegan;
        private long frameBegan;
        private int frame;

        Watch(Scene scene, int count, IntConsumer step, CompletableFuture<GridBenchTimes> result) {
            this.scene = scene;
            this.step = step;
            this.result = result;
            frames = new double[count];
            layouts = new double[count];
            work = new double[count];
            scene.addPreLayoutPulseListener(before);
            scene.addPostLayoutPulseListener(after);
        }

        @Override
        public void handle(long now) {
            long time = System.nanoTime();
            if (frameBegan != 0) {
                frames[frame] = (time - frameBegan) / NANOS;
                frame++;
            }
            frameBegan = time;
            if (frame == frames.length) {
                stop();
                scene.removePreLayoutPulseListener(before);
                scene.removePostLayoutPulseListener(after);
                result.complete(new GridBenchTimes(frames, layouts, work));
            } else {
                step.accept(frame);
            }
        }

        private void before() {
            workBegan = threads.getCurrentThreadCpuTime();
            layoutBegan = System.nanoTime();
        }

        private void after() {
            if (frameBegan != 0 && frame < layouts.length) {
                work[frame] = (threads.getCurrentThreadCpuTime() - workBegan) / NANOS;
                layouts[frame] = (System.nanoTime() - layoutBegan) / NANOS;
            }
        }
    }

    /// Waits for the frame after the one with all pictures.
    private final class Wait extends AnimationTimer {
        private final CompletableFuture<Double> shown;
        private final Runnable after = this::after;
        private long began;
        private boolean complete;

        Wait(CompletableFuture<Double> shown) {
            this.shown = shown;
        }

        void begin(Runnable action) {
            began = System.nanoTime();
            root.getScene().addPostLayoutPulseListener(after);
            action.run();
            start();
        }

        private void after() {
            complete = allShown();
        }

        @Override
        public void handle(long now) {
            if (complete) {
                stop();
                root.getScene().removePostLayoutPulseListener(after);
                shown.complete((System.nanoTime() - began) / NANOS);
            }
        }
    }

    private static final class Cell extends PictureCell<Integer> {
        Cell(PictureLoader loader) {
            super(loader);
        }

        @Override
        protected void show(Integer item) {
            picture(GridBench.picture(item));
            captions("Picture " + item, "");
        }

        @Override
        protected int captionLines() {
            return 1;
        }

        boolean isShown() {
            return pictureView().image().isPresent();
        }
    }

    private static final class TheirCell extends GridCell<Integer> {
        private final Cell cell;

        TheirCell(PictureLoader loader) {
            cell = new Cell(loader);
            cell.setPrefSize(CELL, CELL + PictureCell.captionHeight(1));
            setGraphic(cell);
        }

        @Override
        protected void updateItem(Integer item, boolean empty) {
            super.updateItem(item, empty);
            if (empty) {
                cell.reset();
            } else {
                cell.update(item, false, false);
            }
        }
    }

    /// 0, 1, 2 and so on, without the memory of a list.
    private static final class Numbers extends AbstractList<Integer> {
        private final int count;

        Numbers(int count) {
            this.count = count;
        }

        @Override
        public Integer get(int index) {
            return Objects.checkIndex(index, count);
        }

        @Override
        public int size() {
            return count;
        }
    }
}
