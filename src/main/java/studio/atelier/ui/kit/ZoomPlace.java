package studio.atelier.ui.kit;

/// How a picture lies in a view: how large, and which of its points is in the middle.
///
/// @param zoom times the size that just fits; 1 fits
/// @param x the point in the middle, from 0 (left edge of the picture) to 1
/// @param y the same from the top
record ZoomPlace(double zoom, double x, double y) {
    static final ZoomPlace FIT = new ZoomPlace(1, 0.5, 0.5);
    static final double MOST = 64;
    private static final double LEAST = 0.25;

    /// Sizes in pixels of the screen and of the picture.
    record Frame(double viewWidth, double viewHeight, double width, double height) {
        /// Screen pixels for one picture pixel when the picture just fits.
        double fitScale() {
            boolean empty = width <= 0 || height <= 0 || viewWidth <= 0 || viewHeight <= 0;
            return empty ? 1 : Math.min(viewWidth / width, viewHeight / height);
        }
    }

    double shownWidth(Frame frame) {
        return frame.width() * frame.fitScale() * zoom;
    }

    double shownHeight(Frame frame) {
        return frame.height() * frame.fitScale() * zoom;
    }

    /// The left edge of the picture in the view.
    double left(Frame frame) {
        return frame.viewWidth() / 2 - x * shownWidth(frame);
    }

    double top(Frame frame) {
        return frame.viewHeight() / 2 - y * shownHeight(frame);
    }

    /// Another zoom, with the picture's point under (`viewX`, `viewY`) staying there where its edges allow it.
    ZoomPlace zoomedTo(double newZoom, double viewX, double viewY, Frame frame) {
        // 100 % must be in reach, also for a picture that is far smaller or larger than the view.
        double actual = 1 / frame.fitScale();
        double wanted =
                Math.clamp(newZoom, Math.min(LEAST, actual / 2), Math.max(MOST, actual * 2));
        double pointX = (viewX - left(frame)) / shownWidth(frame);
        double pointY = (viewY - top(frame)) / shownHeight(frame);
        ZoomPlace next = new ZoomPlace(wanted, x, y);
        double centreX = pointX - (viewX - frame.viewWidth() / 2) / next.shownWidth(frame);
        double centreY = pointY - (viewY - frame.viewHeight() / 2) / next.shownHeight(frame);
        return new ZoomPlace(wanted, centreX, centreY).within(frame);
    }

    ZoomPlace movedBy(double pixelsX, double pixelsY, Frame frame) {
        return new ZoomPlace(
                        zoom, x - pixelsX / shownWidth(frame), y - pixelsY / shownHeight(frame))
                .within(frame);
    }

    /// No empty strip beside a picture that is larger than the view; a smaller one is in the middle.
    ZoomPlace within(Frame frame) {
        return new ZoomPlace(
                zoom,
                inside(x, frame.viewWidth() / shownWidth(frame)),
                inside(y, frame.viewHeight() / shownHeight(frame)));
    }

    private static double inside(double centre, double share) {
        return share >= 1 ? 0.5 : Math.clamp(centre, share / 2, 1 - share / 2);
    }
}
