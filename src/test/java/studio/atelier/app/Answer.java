package studio.atelier.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What the command line answered.
record Answer(int exit, String out, String err) {
    /// To these words.
    static Answer of(Launcher launcher, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                launcher.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words);
        return new Answer(exit, out.toString(), err.toString());
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }
}
