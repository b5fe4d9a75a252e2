module.exports = {
  apps: [
    {
      name: "clock",
      script: "./dist/server.js",
      instances: 1,
      env_production: { GREETING: "tick" },
    },
  ],
};
