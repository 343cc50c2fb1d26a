package studio.atelier.app;

@studio.atelier.model.Allowed("Platform and System.exit: this is where the process starts and ends")
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        javafx.application.Platform.startup(() -> IO.println("up"));
        javafx.application.Platform.exit();
    }
}
