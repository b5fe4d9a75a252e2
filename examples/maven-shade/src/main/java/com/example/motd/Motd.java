package com.example.motd;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Motd {
  private Motd() {}

  public static void main(String[] arguments) throws IOException {
    String language = System.getProperty("language", "en");
    System.out.println(
        JsonParser.parseString(Files.readString(Path.of("conf/messages.json"))).getAsJsonObject().get(language).getAsString());
    if (System.in.read() == 'x') {
      System.exit(3);
    }
  }
}
