package com.example.hello;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
public class Hello {
  @ConfigProperty(name = "greeting")
  String greeting;

  void routes(@Observes Router router) {
    router.get("/hello").handler(context -> context.response().end(greeting));
  }
}
