package studio.atelier.ui.gallery;

import javafx.scene.image.Image;

/// Where copied texts and pictures go.
public interface PictureClipboard {
    void put(String text);

    void put(Image picture);
}
