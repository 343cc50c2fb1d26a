package studio.atelier.engine;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import java.io.IOException;

/// JSON that is written at most once, and remembers whether writing began: before that the engine cannot
/// have it.
public final class OnceBody extends RequestBody {
    private final byte[] json;
    private volatile boolean begun;

    public OnceBody(byte[] json) {
        this.json = json.clone();
    }

    public boolean hasBegun() {
        return begun;
    }

    @Override
    public MediaType contentType() {
        return MediaType.get("application/json; charset=utf-8");
    }

    @Override
    public long contentLength() {
        return json.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        begun = true;
        sink.write(json);
    }
}
