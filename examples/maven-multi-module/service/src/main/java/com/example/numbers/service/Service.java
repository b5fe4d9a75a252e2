package com.example.numbers.service;

import com.example.numbers.core.Padding;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

public final class Service {
    private Service() {
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0].substring("--port=".length()));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> {
            byte[] body = (Padding.pad(42) + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
