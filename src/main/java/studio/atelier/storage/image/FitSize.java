package studio.atelier.storage.image;

/// The size of a picture that is made to fit a square and never made larger.
record FitSize(int width, int height) {
    static FitSize of(int width, int height, int edge) {
        int longest = Math.max(width, height);
        if (longest <= edge) {
            return new FitSize(width, height);
        }
        return new FitSize(scaled(width, edge, longest), scaled(height, edge, longest));
    }

    private static int scaled(int length, int edge, int longest) {
        return (int) Math.max(1, ((long) length * edge + longest / 2) / longest);
    }
}
