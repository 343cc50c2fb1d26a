package studio.atelier.ui.kit;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.util.Duration;

/// Does something each second while a node is part of a window: elapsed times, countdowns.
public final class Ticker {
    private static final Duration SECOND = Duration.seconds(1);

    private Ticker() {}

    public static void whileShown(Node node, Runnable tick) {
        var ticks = new Timeline(new KeyFrame(SECOND, _ -> tick.run()));
        ticks.setCycleCount(Animation.INDEFINITE);
        node.sceneProperty()
                .subscribe(
                        scene -> {
                            if (scene == null) {
                                ticks.stop();
                            } else {
                                ticks.play();
                            }
                        });
    }
}
