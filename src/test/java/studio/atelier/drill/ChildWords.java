package studio.atelier.drill;

import studio.atelier.model.Allowed;

/// How a process speaks to the drill that started it: in lines on its standard output, which `ChildProcess` reads.
/// The only place of the drills that writes there.
@Allowed("System.out: it is the wire between the two processes")
public final class ChildWords {
    private ChildWords() {}

    public static void say(String line) {
        // Whatever was printed before may have left its line open.
        System.out.println();
        System.out.println(line);
    }
}
