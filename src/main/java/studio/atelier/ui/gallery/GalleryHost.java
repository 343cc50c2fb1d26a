package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryDetail;

import java.util.function.Consumer;

/// What the Gallery tab needs from the window around it.
///
/// @param useSettings fills the Generate tab with what a picture was made with, and shows it
/// @param goToGenerate shows the Generate tab as it is
public record GalleryHost(
        Consumer<GalleryDetail> useSettings,
        Runnable goToGenerate,
        FileDialogs files,
        PictureClipboard clipboard) {}
