package studio.atelier.drill.sim;

/// Finds in what a PostgreSQL server sends where an answer ends: at `ReadyForQuery`. Source: the message formats of
/// PostgreSQL's frontend/backend protocol 3. Of one thread.
final class AnswerEnds {
    private static final int HEADER = 5;
    private static final int READY = 'Z';

    /// What answers a question for encryption, without a length.
    private static final int NO_TLS = 'N';

    private boolean isFirst = true;
    private int type;
    private int length;
    private int seen;
    private long toSkip;

    /// @return whether an answer ended within these bytes
    boolean seen(byte[] bytes, int n) {
        boolean ended = false;
        for (int i = 0; i < n; i++) {
            if (toSkip > 0) {
                long step = Math.min(toSkip, n - i);
                toSkip -= step;
                i += (int) step - 1;
            } else if (isFirst && bytes[i] == NO_TLS) {
                isFirst = false;
            } else {
                isFirst = false;
                header(bytes[i] & 0xff);
            }
            if (seen == HEADER && toSkip == 0) {
                ended |= type == READY;
                seen = 0;
                length = 0;
            }
        }
        return ended;
    }

    private void header(int next) {
        if (seen == 0) {
            type = next;
        } else {
            length = length << 8 | next;
        }
        seen++;
        if (seen == HEADER) {
            // The length counts itself.
            toSkip = length - 4L;
        }
    }
}
