FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -q package -DskipTests
ARG JAR_FILE=target/*.jar
RUN cp ${JAR_FILE} /app.jar

FROM eclipse-temurin:17-jre
WORKDIR /src
COPY --from=build /app.jar /app.jar
ENTRYPOINT java $JAVA_OPTS -jar /app.jar
