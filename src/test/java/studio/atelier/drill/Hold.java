package studio.atelier.drill;

import java.util.concurrent.TimeUnit;

/// Time that belongs to a fault or a measurement: how long it lasts, or when by chance the next one comes. Nothing is waited for
/// here; whoever waits for something to happen uses `await`.
public final class Hold {
    private Hold() {}

    public static void millis(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
