package studio.atelier.app;

public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        javafx.application.Platform.startup(() -> IO.println("up"));
        javafx.application.Platform.exit();
    }
}
