package com.example.greetings.core;

public final class Greeting {
    private final String word;

    public Greeting(String word) {
        this.word = word;
    }

    public String to(String name) {
        return word + ", " + name + "!\n";
    }
}
