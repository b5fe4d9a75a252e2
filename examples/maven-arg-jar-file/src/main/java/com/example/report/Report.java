package com.example.report;

import java.util.Properties;

public final class Report {
    private Report() {
    }

    public static void main(String[] args) throws Exception {
        Properties texts = new Properties();
        texts.load(Report.class.getResourceAsStream("/texts.properties"));
        System.out.println(texts.getProperty("title") + ": " + System.getProperty("lines", "none"));
        System.exit(3);
    }
}
